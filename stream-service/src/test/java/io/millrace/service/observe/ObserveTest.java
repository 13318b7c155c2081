package io.millrace.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.service.RunningService;
import io.millrace.service.ServiceOptions;
import io.millrace.service.delivery.DeliverySettings;
import io.millrace.service.growth.GrowthSettings;
import io.millrace.service.http.Monitoring.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** A service with quotas, metrics and an access log, used with the SDK and looked at over HTTP. */
public class ObserveTest {
    private static final String LABELS = "{account=\"000000000000\",region=\"us-east-1\",stream=\"s\"} ";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatWasDoneIsOnThePageAndInTheLog() throws Throwable {
        Path log = folder.getRoot().toPath().resolve("access.log");
        RunningService service = new RunningService(new ServiceOptions(
                RunningService.PLAIN,
                true,
                new GrowthSettings(GrowthSettings.DEFAULT_WINDOW, OptionalInt.empty(), Duration.ZERO),
                Access.LOCAL,
                Optional.of(log.toString()),
                DeliverySettings.DEFAULT));
        service.apply(
                        new org.junit.runners.model.Statement() {
                            @Override
                            public void evaluate() throws Throwable {
                                drive(service);
                                lines(log);
                            }
                        },
                        org.junit.runner.Description.EMPTY)
                .evaluate();
    }

    private static void drive(RunningService service) throws Exception {
        KinesisClient client = service.client();
        client.createStream(c -> c.streamName("s").shardCount(1));
        client.enableEnhancedMonitoring(e -> e.streamName("s").shardLevelMetrics(MetricsName.INCOMING_RECORDS));
        service.putText("s", "k", "secret payload");
        service.clock().advance(Duration.ofSeconds(3));
        service.textsOf("s", "shardId-000000000000");
        service.clock().advance(Duration.ofSeconds(3));
        List<PutRecordsRequestEntry> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(PutRecordsRequestEntry.builder()
                    .partitionKey("k")
                    .data(SdkBytes.fromUtf8String("x"))
                    .build());
        }
        client.putRecords(p -> p.streamName("s").records(many));
        client.putRecords(p -> p.streamName("s").records(many));
        client.putRecords(p -> p.streamName("s").records(many.subList(0, 7)));
        assertThatThrownBy(() -> service.putText("none", "k", "lost")).isInstanceOf(ResourceNotFoundException.class);

        // What is counted of a request is counted after its answer, and not in the order of the requests.
        await().untilAsserted(() -> assertThat(get(service, "/metrics").body())
                .contains("kinesis_put_record_success_total" + LABELS + "1.0\n")
                .contains("kinesis_put_records_success_total" + LABELS + "3.0\n")
                .contains("kinesis_incoming_records_total" + LABELS + "1001.0\n")
                .contains("kinesis_incoming_bytes_total" + LABELS + "2015.0\n")
                .contains("kinesis_put_record_bytes_total" + LABELS + "15.0\n")
                .contains("kinesis_put_records_bytes_total" + LABELS + "2000.0\n")
                .contains("kinesis_put_records_throttled_records_total" + LABELS + "7.0\n")
                .contains("kinesis_write_provisioned_throughput_exceeded_total" + LABELS + "7.0\n")
                .contains("kinesis_get_records_records_total" + LABELS + "1.0\n")
                .contains("kinesis_get_records_iterator_age_milliseconds_sum" + LABELS + "3000.0\n")
                .contains("kinesis_shard_incoming_records_total{account=\"000000000000\",region=\"us-east-1\","
                        + "shard=\"shardId-000000000000\",stream=\"s\"} 1001.0\n")
                .doesNotContain("kinesis_shard_incoming_bytes")
                .doesNotContain("stream=\"none\"")
                .contains("millrace_errors_total{error=\"ResourceNotFoundException\",operation=\"PutRecord\"} 1.0")
                .contains("millrace_log_force_seconds_count")
                .contains("jvm_memory_used_bytes")
                .contains("millrace_http_threads ")
                .contains("millrace_http_threads_busy ")
                .contains("millrace_http_tasks_queued ")
                .contains("millrace_subscriptions 0.0\n"));
        assertThat(get(service, "/healthz").body()).isEqualTo("{\"status\":\"up\"}\n");

        client.deleteStream(d -> d.streamName("s"));
        await().untilAsserted(() -> assertThat(get(service, "/metrics").body()).doesNotContain("stream=\"s\""));
    }

    private static void lines(Path log) {
        await().untilAsserted(() -> {
            String text = Files.readString(log);
            assertThat(text).doesNotContain("payload").doesNotContain("Signature");
            JsonNode put = line(text, "\"PutRecord\"", "\"status\":200");
            assertThat(put.path("stream").asText()).isEqualTo("s");
            assertThat(put.path("principal").asText()).isEqualTo("arn:aws:iam::000000000000:root");
            assertThat(put.path("bytesIn").asInt()).isPositive();
            assertThat(put.path("bytesOut").asInt()).isPositive();
            assertThat(put.path("requestId").asText()).isNotEmpty();
            JsonNode failed = line(text, "\"PutRecord\"", "\"status\":400");
            assertThat(failed.path("error").asText()).isEqualTo("ResourceNotFoundException");
            assertThat(failed.path("stream").asText()).isEqualTo("none");
        });
    }

    private static JsonNode line(String text, String operation, String status) throws IOException {
        String found = text.lines()
                .filter(each -> each.contains(operation) && each.contains(status))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with " + operation + " and " + status));
        return new JsonMapper().readTree(found);
    }

    private static HttpResponse<String> get(RunningService service, String path) throws Exception {
        URI uri = service.endpoint().resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
