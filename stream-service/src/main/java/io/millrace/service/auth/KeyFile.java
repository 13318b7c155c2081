package io.millrace.service.auth;

import io.millrace.service.keyfile.KeyEntry;
import io.millrace.service.keyfile.KeyListFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private static final Set<String> MEMBERS =
            Set.of(ACCESS_KEY, SECRET, "account", "user", "sessionToken", "expires", "actions", "streams");

    private KeyFile() {}

    /**
     * The keys by access key, in the order of the file.
     *
     * @param account of keys that name none
     * @throws IOException when it can't be read or is wrong; the message names the file and what is wrong
     */
    public static Map<String, Key> read(Path file, String account) throws IOException {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (KeyEntry entry : KeyListFile.read(file, "key file", MEMBERS)) {
            Key key = key(entry, account);
            if (keys.put(key.accessKey(), key) != null) {
                throw entry.wrong(ACCESS_KEY, key.accessKey() + " is there twice");
            }
        }
        return keys;
    }

    private static Key key(KeyEntry entry, String account) throws IOException {
        String accessKey = entry.needed(ACCESS_KEY);
        String secret = entry.needed(SECRET);
        String owner = entry.account(account);
        String user = entry.text("user").orElse(accessKey);
        return new Key(
                accessKey,
                secret,
                entry.text("sessionToken"),
                owner,
                "arn:aws:iam::" + owner + ":user/" + user,
                expires(entry),
                new Permissions(patterns(entry, "actions"), patterns(entry, "streams")));
    }

    private static Optional<Instant> expires(KeyEntry entry) throws IOException {
        Optional<String> text = entry.text("expires");
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw entry.wrong("expires", "is '" + text.orElse("") + "'; write a time such as 2027-01-01T00:00:00Z");
        }
    }

    private static List<String> patterns(KeyEntry entry, String name) throws IOException {
        String form = "a list of names or patterns such as [\"a-*\"]";
        List<String> patterns = entry.texts(name, form).orElse(List.of("*"));
        if (patterns.isEmpty()) {
            throw entry.wrong(name, "must be " + form);
        }
        return patterns;
    }
}
