package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;

/** Requests that come on one connection before those before them are answered, which is when their records are on disk. */
public class PipelinedRequestsTest {
    private static final int REQUESTS = 50;
    private static final Pattern SEQUENCE_NUMBER = Pattern.compile("\"SequenceNumber\":\"(\\d+)\"");

    @Rule
    public final RunningService service = new RunningService();

    @Test
    public void requestsThatAreSentWithoutWaitingAreAnsweredOneAfterTheOther() throws Exception {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            requests.append(put(i == REQUESTS - 1));
        }

        List<String> sequenceNumbers = sequenceNumbers(answers(requests.toString()));

        assertThat(sequenceNumbers).hasSize(REQUESTS).isSorted().doesNotHaveDuplicates();
    }

    private static String put(boolean last) {
        String body = "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"aGVsbG8=\"}";
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n"
                + "X-Amz-Target: Kinesis_20131202.PutRecord\r\nContent-Length: " + body.length() + "\r\n"
                + (last ? "Connection: close\r\n" : "") + "\r\n" + body;
    }

    /** All that comes back until the service closes the connection. */
    private String answers(String requests) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), service.endpoint().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static List<String> sequenceNumbers(String answers) {
        List<String> found = new ArrayList<>();
        Matcher matcher = SEQUENCE_NUMBER.matcher(answers);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
