package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;

public class ListStreamConsumersTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void pagesFollowEachOther() {
        List.of("c", "a", "b").forEach(this::register);

        List<String> names = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListStreamConsumersResponse page = service.client()
                    .listStreamConsumers(l -> l.streamARN(STREAM).maxResults(2).nextToken(from));
            page.consumers().forEach(consumer -> names.add(consumer.consumerName()));
            token = page.nextToken();
        } while (token != null);

        assertThat(names).containsExactly("a", "b", "c");
    }

    private Consumer register(String name) {
        return service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName(name))
                .consumer();
    }
}
