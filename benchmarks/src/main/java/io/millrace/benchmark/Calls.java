package io.millrace.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often each operation of the service was called since its start, and how often it was refused because of a quota, as the
 * service itself counts. Immutable.
 *
 * @param answered calls by operation, the refused ones included
 * @param refused calls by operation
 */
public record Calls(Map<String, Long> answered, Map<String, Long> refused) {
    private static final Pattern ANSWERED =
            Pattern.compile("millrace_http_requests_seconds_count\\{.*operation=\"(\\w+)\".*} (\\S+)");
    private static final Pattern REFUSED = Pattern.compile(
            "millrace_errors_total\\{error=\"(?:ProvisionedThroughputExceeded|LimitExceeded)Exception\".*operation=\"(\\w+)\".*}"
                    + " (\\S+)");

    public Calls {
        answered = Map.copyOf(answered);
        refused = Map.copyOf(refused);
    }

    /** What the service has counted until now. */
    public static Calls of(Lab lab) throws IOException {
        URI metrics = lab.streams().resolve("/metrics");
        try {
            String page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            return new Calls(sums(ANSWERED, page), sums(REFUSED, page));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Map<String, Long> sums(Pattern pattern, String page) {
        Map<String, Long> sums = new HashMap<>();
        for (Matcher found = pattern.matcher(page); found.find(); ) {
            sums.merge(found.group(1), (long) Double.parseDouble(found.group(2)), Long::sum);
        }
        return sums;
    }

    /** How often an operation was called since an earlier moment. */
    public long since(Calls earlier, String operation) {
        return answered.getOrDefault(operation, 0L) - earlier.answered.getOrDefault(operation, 0L);
    }

    /** How often any operation was called since an earlier moment. */
    public long since(Calls earlier) {
        return sum(answered) - sum(earlier.answered);
    }

    /** How often any operation was refused since an earlier moment. */
    public long refusedSince(Calls earlier) {
        return sum(refused) - sum(earlier.refused);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How often an operation was refused since an earlier moment. */
    public long refusedSince(Calls earlier, String operation) {
        return refused.getOrDefault(operation, 0L) - earlier.refused.getOrDefault(operation, 0L);
    }
}
