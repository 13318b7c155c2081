package io.millrace.service.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads a policy: JSON in the language of IAM. What the service could not heed (conditions, NotPrincipal, NotAction,
 * NotResource, principals other than AWS) is refused rather than passed over. For one policy; not thread-safe.
 */
final class PolicyReader {
    private static final Set<String> VERSIONS = new TreeSet<>(Set.of("2008-10-17", "2012-10-17"));
    private static final Set<String> TOP = new TreeSet<>(Set.of("Version", "Id", "Statement"));
    private static final Set<String> MEMBERS =
            new TreeSet<>(Set.of("Sid", "Effect", "Principal", "Action", "Resource"));
    private static final Pattern PRINCIPAL = Pattern.compile(
            "\\*|\\d{12}|arn:aws:(iam|sts)::\\d{12}:" + "(root|(user|role|assumed-role|federated-user)/[\\w+=,.@/-]+)");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String PREFIX = "kinesis:";

    private final String text;

    PolicyReader(String text) {
        this.text = text;
    }

    /**
     * All statements.
     *
     * @throws InvalidArgumentException when it is no policy, or has what is not supported
     */
    List<Statement> statements() {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed("it is not valid JSON: " + e.getOriginalMessage());
        }
        checkMembers(root, "the policy", TOP);
        String version = root.path("Version").asText();
        if (root.has("Version") && !VERSIONS.contains(version)) {
            throw malformed("Version is '" + version + "'; allowed are " + VERSIONS);
        }
        JsonNode list = root.path("Statement");
        List<Statement> statements = new ArrayList<>();
        if (list.isArray()) {
            for (int i = 0; i < list.size(); i++) {
                statements.add(statement(list.get(i), "Statement[" + i + "]"));
            }
        } else if (list.isObject()) {
            statements.add(statement(list, "Statement"));
        }
        if (statements.isEmpty()) {
            throw malformed("it has no Statement");
        }
        return statements;
    }

    private static Statement statement(JsonNode node, String where) {
        checkMembers(node, where, MEMBERS);
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw malformed(where + ".Effect is '" + effect + "'; allowed are Allow and Deny");
        }
        List<String> actions = new ArrayList<>();
        for (String action : texts(node.path("Action"), where + ".Action")) {
            if (action.equals("*")) {
                actions.add(action);
            } else if (action.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                actions.add(action.substring(PREFIX.length()));
            } else {
                throw malformed(where + ".Action has '" + action + "'; an action is * or begins with " + PREFIX);
            }
        }
        return new Statement(
                effect.equals("Allow"),
                principals(node.path("Principal"), where + ".Principal"),
                actions,
                texts(node.path("Resource"), where + ".Resource"));
    }

    private static List<String> principals(JsonNode node, String where) {
        boolean everyone = node.isTextual() && node.textValue().equals("*");
        if (!everyone) {
            checkMembers(node, where, Set.of("AWS"));
        }
        List<String> principals = everyone ? List.of("*") : texts(node.path("AWS"), where + ".AWS");
        for (String each : principals) {
            if (!PRINCIPAL.matcher(each).matches()) {
                throw malformed(
                        where + " has '" + each + "'; a principal is *, an account or the ARN of a user or role");
            }
        }
        return principals;
    }

    private static void checkMembers(JsonNode node, String where, Set<String> known) {
        if (!node.isObject()) {
            throw malformed(where + " must be an object with the members " + known);
        }
        for (var names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw malformed(where + " has a member '" + name + "'; supported are " + known);
            }
        }
    }

    /** A text, or a list of some. */
    private static List<String> texts(JsonNode node, String where) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            if (!each.isTextual() || each.textValue().isBlank()) {
                throw malformed(where + " must be a text or a list of texts");
            }
            texts.add(each.textValue());
        }
        if (texts.isEmpty()) {
            throw malformed(where + " is empty");
        }
        return texts;
    }

    static InvalidArgumentException malformed(String what) {
        return new InvalidArgumentException("Malformed policy: " + what + ".");
    }
}
