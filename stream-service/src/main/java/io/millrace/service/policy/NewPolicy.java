package io.millrace.service.policy;

import static io.millrace.service.policy.PolicyReader.malformed;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** What a policy must keep to when it is attached. */
public final class NewPolicy {
    /** Most bytes of a policy. */
    private static final int MOST_BYTES = 20 << 10;

    /** The operations that an owner can allow other accounts. */
    private static final Set<String> SHARED = new TreeSet<>(Set.of(
            "DescribeStream",
            "DescribeStreamConsumer",
            "DescribeStreamSummary",
            "GetRecords",
            "GetShardIterator",
            "ListShards",
            "PutRecord",
            "PutRecords",
            "SubscribeToShard"));

    private NewPolicy() {}

    /** Whether an owner can allow other accounts an operation. */
    public static boolean canShare(String action) {
        return SHARED.contains(action);
    }

    /**
     * Sees that a policy can be attached.
     *
     * @param resource ARN of what it is to be attached to
     * @param operations names of all that there are
     * @throws InvalidArgumentException when not
     */
    public static void check(String text, String resource, Set<String> operations) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw malformed("it has " + bytes + " bytes; at most " + MOST_BYTES + " are allowed");
        }
        for (Statement each : new PolicyReader(text).statements()) {
            for (String pattern : each.resources()) {
                if (!Wildcards.match(pattern, resource)) {
                    throw malformed("Resource '" + pattern + "' is not " + resource + ", which the policy is for");
                }
            }
            for (String action : each.actions()) {
                checkAction(each.allow(), action, operations);
            }
        }
    }

    private static void checkAction(boolean allow, String action, Set<String> operations) {
        if (operations.stream().noneMatch(known -> Statement.covers(action, known))) {
            throw malformed("Action 'kinesis:" + action + "' is no operation");
        }
        if (allow && SHARED.stream().noneMatch(known -> Statement.covers(action, known))) {
            throw malformed("Action 'kinesis:" + action + "' can't be allowed to others; these can: " + SHARED);
        }
    }
}
