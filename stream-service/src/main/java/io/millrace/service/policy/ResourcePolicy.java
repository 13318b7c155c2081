package io.millrace.service.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the owner of a stream or consumer allows and denies others, and its own users. Immutable. */
public final class ResourcePolicy {
    /** Many times the policies that are asked for again and again. */
    private static final int MOST_READ = 1000;

    private static final Map<String, ResourcePolicy> READ =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ResourcePolicy> eldest) {
                    return size() > MOST_READ;
                }
            });

    private final List<Statement> statements;

    ResourcePolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Who wants to do what.
     *
     * @param account of the user
     * @param principal the user's ARN
     * @param action name of the operation
     * @param resource ARN of the stream or consumer
     */
    public record Request(String account, String principal, String action, String resource) {}

    /** The policy that was stored as this text; each is read once. */
    public static ResourcePolicy stored(String text) {
        ResourcePolicy known = READ.get(text);
        if (known == null) {
            known = new ResourcePolicy(new PolicyReader(text).statements());
            READ.put(text, known);
        }
        return known;
    }

    /** What the statements say together: one that denies wins. */
    public Decision decide(Request request) {
        Decision decision = Decision.SILENT;
        for (Statement each : statements) {
            if (each.covers(request)) {
                if (!each.allow()) {
                    return Decision.DENIED;
                }
                decision = Decision.ALLOWED;
            }
        }
        return decision;
    }
}
