package io.millrace.service.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the key file: YAML (or JSON, which is YAML too) with a list {@code keys}. No message shows a value of it but
 * access keys and what is no secret.
 *
 * <pre>
 * keys:
 *   - accessKey: AKIDEXAMPLE
 *     secret: ...
 *     account: "123456789012"        # default: that of --account
 *     user: ingest                   # for ARNs and messages; default: the access key
 *     sessionToken: ...              # must come with each request
 *     expires: 2027-01-01T00:00:00Z
 *     actions: ["Put*", ListShards]  # default: all
 *     streams: ["orders-*"]          # default: all
 * </pre>
 */
public final class KeyFile {
    private static final String ACCESS_KEY = "accessKey";
    private static final String SECRET = "secret";
    private static final Set<String> MEMBERS = new TreeSet<>(
            Set.of(ACCESS_KEY, SECRET, "account", "user", "sessionToken", "expires", "actions", "streams"));

    private final Path file;
    private final String account;

    private KeyFile(Path file, String account) {
        this.file = file;
        this.account = account;
    }

    /**
     * The keys by access key, in the order of the file.
     *
     * @param account of keys that name none
     * @throws IOException when it can't be read or is wrong; the message names the file and what is wrong
     */
    public static Map<String, Key> read(Path file, String account) throws IOException {
        return new KeyFile(file, account).keys();
    }

    private Map<String, Key> keys() throws IOException {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            // The message of the parser would show the line, secret and all.
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw wrong("line " + line + " is not valid YAML");
        }
        JsonNode list = root.path("keys");
        if (!list.isArray() || list.isEmpty() || root.size() != 1) {
            throw wrong("it must have one member 'keys', a list of at least one key");
        }
        Map<String, Key> keys = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            Key key = key(list.get(i), "keys[" + i + "]");
            if (keys.put(key.accessKey(), key) != null) {
                throw wrong("access key " + key.accessKey() + " is there twice");
            }
        }
        return keys;
    }

    private Key key(JsonNode node, String where) throws IOException {
        if (!node.isObject()) {
            throw wrong(where + " must have the members " + MEMBERS);
        }
        for (var names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!MEMBERS.contains(name)) {
                throw wrong(where + " has a member '" + name + "'; known are " + MEMBERS);
            }
        }
        String accessKey = text(node, ACCESS_KEY, where).orElseThrow(() -> missing(where, ACCESS_KEY));
        String secret = text(node, SECRET, where).orElseThrow(() -> missing(where, SECRET));
        String owner = text(node, "account", where).orElse(account);
        if (!owner.matches("\\d{12}")) {
            throw wrong(where + ".account is '" + owner + "'; an account is 12 digits, in quotes");
        }
        String user = text(node, "user", where).orElse(accessKey);
        return new Key(
                accessKey,
                secret,
                text(node, "sessionToken", where),
                owner,
                "arn:aws:iam::" + owner + ":user/" + user,
                expires(node, where),
                new Permissions(patterns(node, "actions", where), patterns(node, "streams", where)));
    }

    private Optional<Instant> expires(JsonNode node, String where) throws IOException {
        Optional<String> text = text(node, "expires", where);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw wrong(where + ".expires is '" + text.orElse("") + "'; write a time such as 2027-01-01T00:00:00Z");
        }
    }

    private List<String> patterns(JsonNode node, String name, String where) throws IOException {
        JsonNode list = node.get(name);
        if (list == null) {
            return List.of("*");
        }
        List<String> patterns = new ArrayList<>();
        for (JsonNode each : list) {
            patterns.add(each.asText());
        }
        if (!list.isArray() || patterns.isEmpty() || patterns.contains("")) {
            throw wrong(where + "." + name + " must be a list of names or patterns such as [\"a-*\"]");
        }
        return patterns;
    }

    private Optional<String> text(JsonNode node, String name, String where) throws IOException {
        JsonNode value = node.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(where + "." + name + " must be text; put it in quotes");
        }
        return Optional.of(value.textValue());
    }

    private IOException missing(String where, String name) {
        return wrong(where + " has no member '" + name + "'");
    }

    private IOException wrong(String what) {
        return new IOException("key file " + file + " is wrong: " + what);
    }
}
