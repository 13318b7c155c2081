package io.millrace.service.policy;

import java.util.List;
import java.util.Locale;

/**
 * One statement of a policy.
 *
 * @param allow whether it allows what it is about, else it denies that
 * @param principals {@code *}, accounts and ARNs of users
 * @param actions patterns of operations after the prefix {@code kinesis:}
 * @param resources patterns of ARNs
 */
record Statement(boolean allow, List<String> principals, List<String> actions, List<String> resources) {
    /** Whether the statement is about a request. */
    boolean covers(ResourcePolicy.Request request) {
        return principals.stream().anyMatch(principal -> isOrHolds(principal, request))
                && actions.stream().anyMatch(action -> covers(action, request.action()))
                && resources.stream().anyMatch(resource -> Wildcards.match(resource, request.resource()));
    }

    /** Names of operations are compared without regard to case, as on AWS. */
    static boolean covers(String pattern, String action) {
        return Wildcards.match(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT));
    }

    private static boolean isOrHolds(String principal, ResourcePolicy.Request request) {
        return principal.equals("*")
                || principal.equals(request.account())
                || principal.equals("arn:aws:iam::" + request.account() + ":root")
                || principal.equals(request.principal());
    }
}
