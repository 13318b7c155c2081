package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.millrace.service.RunningService;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Requests as they are on the wire, right and wrong ones. */
public class RawRequestsTest {
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";

    @Rule
    public final RunningService service = new RunningService();

    private final HttpClient http = HttpClient.newHttpClient();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void jsonHasBase64BlobsAndTimesInSeconds() throws Exception {
        send("PutRecord", "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"aGVsbG8=\"}");
        String iterator = json(send(
                        "GetShardIterator",
                        "{\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":"
                                + "\"AT_TIMESTAMP\",\"Timestamp\":"
                                + service.clock().instant().getEpochSecond() + ".000}"))
                .get("ShardIterator")
                .textValue();

        HttpResponse<byte[]> response = send("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
        JsonNode first = json(response).get("Records").get(0);

        assertThat(response.headers().firstValue("content-type")).contains(JSON);
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(Base64.getDecoder()
                        .decode(response.headers().firstValue("x-amz-id-2").orElseThrow()))
                .hasSize(72);
        assertThat(first.get("Data").textValue()).isEqualTo("aGVsbG8=");
        assertThat(first.get("ApproximateArrivalTimestamp").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(service.clock().millis(), 3));
    }

    @Test
    public void cborHasByteStrings() throws Exception {
        CBORMapper mapper = new CBORMapper();
        byte[] body =
                mapper.writeValueAsBytes(Map.of("StreamName", "s", "PartitionKey", "k", "Data", new byte[] {1, 2, 3}));

        HttpResponse<byte[]> response = send("PutRecord", CBOR, body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(CBOR);
        assertThat(mapper.readTree(response.body()).get("ShardId").textValue()).isEqualTo("shardId-000000000000");
    }

    @Test
    public void anOperationWithoutAnAnswerHasAnEmptyBody() throws Exception {
        HttpResponse<byte[]> response = send("DeleteStream", "{\"StreamName\":\"s\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    public void unknownMembersAreIgnored() throws Exception {
        HttpResponse<byte[]> response = send(
                "DescribeStreamSummary",
                "{\"StreamId\":\"abc\",\"Other\":{\"a\":[1,{\"b\":2}]},\"StreamName\":\"s\",\"StreamARN\":null}");

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    public void aRequiredMemberThatIsMissingIsNamed() throws Exception {
        assertError(
                send("MergeShards", "{\"StreamName\":\"s\"}"),
                400,
                "ValidationException",
                "2 validation errors detected: Value null at 'shardToMerge' failed to satisfy constraint: Member must"
                        + " not be null; Value null at 'adjacentShardToMerge' failed to satisfy constraint: Member must"
                        + " not be null");
    }

    @Test
    public void aValueOutsideItsEnumIsNamed() throws Exception {
        assertError(
                send(
                        "GetShardIterator",
                        "{\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"FIRST\"}"),
                400,
                "ValidationException",
                "1 validation error detected: Value 'FIRST' at 'shardIteratorType' failed to satisfy constraint: Member"
                        + " must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, AT_SEQUENCE_NUMBER, AT_TIMESTAMP,"
                        + " LATEST, TRIM_HORIZON]");
    }

    @Test
    public void aValueOfTheWrongTypeIsNamed() throws Exception {
        HttpResponse<byte[]> response = send("ListStreams", "{\"Limit\":\"many\"}");

        assertThat(json(response).get("__type").textValue()).isEqualTo("SerializationException");
        assertThat(json(response).get("message").textValue())
                .isEqualTo("STRING_VALUE can not be converted to an Integer (at /Limit)");
    }

    @Test
    public void theWordsForAWrongTypeAreThoseOfAws() throws Exception {
        String put = "{\"Records\":[{},{\"Data\":%s}]}";
        for (String[] each : new String[][] {
            {"ListStreams", "{\"Limit\":true}", "TRUE_VALUE can not be converted to an Integer (at /Limit)"},
            {"ListStreams", "{\"Limit\":[]}", "Start of list found where not expected (at /Limit)"},
            {"ListStreams", "{\"Limit\":{}}", "Start of structure or map found where not expected. (at /Limit)"},
            {"ListStreams", "{\"NextToken\":3}", "NUMBER_VALUE can not be converted to a String (at /NextToken)"},
            {"ListStreams", "[]", "Start of list found where not expected (the body)"},
            {
                "DeleteStream",
                "{\"EnforceConsumerDeletion\":1}",
                "NUMBER_VALUE can not be converted to a Boolean (at /EnforceConsumerDeletion)"
            },
            {"AddTagsToStream", "{\"Tags\":\"a\"}", "Expected map or null (at /Tags)"},
            {"AddTagsToStream", "{\"Tags\":{\"a\":false}}", "FALSE_VALUE can not be converted to a String (at /Tags/a)"
            },
            {"PutRecords", "{\"Records\":7}", "Expected list or null (at /Records)"},
            {"PutRecords", "{\"Records\":[7]}", "Expected null (at /Records/0)"},
            {"PutRecords", put.formatted("7"), "NUMBER_VALUE can not be converted to a Blob (at /Records/1/Data)"},
            {
                "PutRecords",
                put.formatted("\"hello\""),
                "STRING_VALUE can not be converted to a Blob: Base64 encoded length"
                        + " is expected a multiple of 4 bytes but found: 5 (at /Records/1/Data)"
            },
        }) {
            assertError(send(each[0], each[1]), 400, "SerializationException", each[2]);
        }
    }

    @Test
    public void aNumberIsCutToAWholeOneOf32Bits() throws Exception {
        assertThat(send("ListStreams", "{\"Limit\":10.9}").statusCode()).isEqualTo(200);
        for (String large : new String[] {"100000000000", "1e30"}) {
            assertError(
                    send("ListStreams", "{\"Limit\":" + large + "}"),
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '2147483647' at 'limit' failed to satisfy constraint: Member must"
                            + " have value less than or equal to 10000");
        }
        byte[] notANumber = new CBORMapper().writeValueAsBytes(Map.of("Limit", Double.NaN));
        assertThat(send("ListStreams", CBOR, notANumber).statusCode()).isEqualTo(400);
    }

    @Test
    public void tenErrorsAreToldAtMost() throws Exception {
        String message = json(send("PutRecords", "{\"Records\":[" + "{},".repeat(11) + "{}]}"))
                .get("message")
                .textValue();

        assertThat(message).startsWith("10 validation errors detected: ").endsWith("must not be null");
        assertThat(message.split("; ", -1)).hasSize(10);
    }

    @Test
    public void onlyPostIsAnswered() throws Exception {
        for (String method : new String[] {"GET", "PUT", "DELETE", "OPTIONS"}) {
            HttpResponse<byte[]> response = http.send(
                    request("ListStreams", JSON, new byte[0])
                            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertError(
                    response,
                    403,
                    "AccessDeniedException",
                    "Unable to determine service/operation name to be authorized");
        }
    }

    @Test
    public void bodiesThatAreNoJsonOrNoCborAreRefused() throws Exception {
        for (String body : new String[] {"", "{", "[]", "nonsense", "{\"StreamName\":", "\"s\""}) {
            HttpResponse<byte[]> response = send("ListStreams", body);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(json(response).get("__type").textValue()).isEqualTo("SerializationException");
        }
        HttpResponse<byte[]> response = send("ListStreams", CBOR, new byte[] {(byte) 0xbf, 0x61});
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new CBORMapper().readTree(response.body()).get("__type").textValue())
                .isEqualTo("SerializationException");
    }

    @Test
    public void anUnknownOperationIsNamed() throws Exception {
        assertError(
                send("PutEverything", "{}"),
                400,
                "UnknownOperationException",
                "There is no operation Kinesis_20131202.PutEverything.");
    }

    @Test
    public void aBodyThatIsTooLargeIsRefused() throws Exception {
        HttpResponse<byte[]> response = send("PutRecord", JSON, new byte[(16 << 20) + 1]);

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    public void eachEventIsAChunkOfHttp1SentWithItsEnd() throws Exception {
        String consumer = service.client()
                .registerStreamConsumer(r -> r.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/s")
                        .consumerName("reader"))
                .consumer()
                .consumerARN();
        String body = "{\"ConsumerARN\":\"" + consumer + "\",\"ShardId\":\"shardId-000000000000\","
                + "\"StartingPosition\":{\"Type\":\"LATEST\"}}";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), service.endpoint().getPort())) {
            // The next event, with which the end of this one would come at the latest, is sent after five seconds.
            socket.setSoTimeout(4_000);
            socket.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.SubscribeToShard\r\n"
                                    + "Content-Type: " + JSON + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            List<String> head = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                head.add(line);
            }

            assertThat(head).contains("Transfer-Encoding: chunked");
            assertThat(message(in)).contains("initial-response");
            assertThat(message(in)).contains("MillisBehindLatest");

            service.client().deleteStream(d -> d.streamName("s").enforceConsumerDeletion(true));
            assertThat(message(in)).contains("ResourceNotFoundException");
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("0\r\n\r\n");
        }
    }

    /** An event's message, which is a whole chunk. */
    private static String message(DataInputStream in) throws IOException {
        byte[] message = in.readNBytes(Integer.parseInt(line(in), 16));
        assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(message.length);
        assertThat(line(in)).isEmpty();
        return new String(message, StandardCharsets.UTF_8);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            line.append((char) in.readByte());
        }
        return line.substring(0, line.length() - 2);
    }

    @Test
    public void theRegionComesFromTheCredentialScope() throws Exception {
        HttpRequest request = request("ListStreams", JSON, "{}".getBytes(StandardCharsets.UTF_8))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKID/20260301/eu-west-3/kinesis/aws4_request,"
                                + " SignedHeaders=host, Signature=00")
                .build();

        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(json(response).get("StreamNames")).isEmpty();
        assertThat(json(send("ListStreams", "{}")).get("StreamNames")).hasSize(1);
    }

    @Test
    public void halfASurrogatePairIsRefused() throws Exception {
        HttpResponse<byte[]> response = send("CreateStream", "{\"StreamName\":\"a\\udc93\",\"ShardCount\":1}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("__type").asText()).isEqualTo("SerializationException");
        assertThat(json(response).get("message").asText()).contains("surrogate");
        assertThat(json(send("ListStreams", "{}")).get("StreamNames")).hasSize(1);
    }

    @Test
    public void aTimeThatIsNoneIsRefused() throws Exception {
        String others =
                "\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"AT_TIMESTAMP\"";
        assertThat(json(send("GetShardIterator", "{" + others + ",\"Timestamp\":1e999999999}"))
                        .get("message")
                        .asText())
                .isEqualTo("NUMBER_VALUE can not be converted to milliseconds since epoch (at /Timestamp)");
        byte[] notANumber = new CBORMapper().writeValueAsBytes(Map.of("Timestamp", Double.NaN));
        assertThat(send("GetShardIterator", CBOR, notANumber).statusCode()).isEqualTo(400);
    }

    private HttpResponse<byte[]> send(String operation, String body) throws Exception {
        return send(operation, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> send(String operation, String contentType, byte[] body) throws Exception {
        return http.send(request(operation, contentType, body).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String operation, String contentType, byte[] body) {
        return HttpRequest.newBuilder(service.endpoint())
                .header("Content-Type", contentType)
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static void assertError(HttpResponse<byte[]> response, int status, String type, String message)
            throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).get("__type").textValue()).isEqualTo(type);
        assertThat(json(response).get("message").textValue()).isEqualTo(message);
    }
}
