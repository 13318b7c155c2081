package io.millrace.service.encryption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads the file of master keys: YAML (or JSON, which is YAML too) with a list {@code keys}. No message shows a key.
 *
 * <pre>
 * keys:
 *   - id: 4d3ac2f2-0c1b-4b6f-8f0e-6f2a1c9d7e55
 *     key: ...                         # 256 bits as base64
 *     account: "123456789012"          # default: that of --account
 *     aliases: [alias/orders]          # default: none
 *     enabled: false                   # default: true
 * </pre>
 */
public final class MasterKeyFile {
    private static final int KEY_BYTES = 32;
    private static final Set<String> MEMBERS = new TreeSet<>(Set.of("id", "key", "account", "aliases", "enabled"));

    private final Path file;
    private final String account;
    private final Set<String> names = new HashSet<>();

    private MasterKeyFile(Path file, String account) {
        this.file = file;
        this.account = account;
    }

    /**
     * The keys of a file.
     *
     * @param account of keys that name none
     * @throws IOException when it can't be read or is wrong; the message names the file and what is wrong
     */
    public static MasterKeys read(Path file, String account) throws IOException {
        return new MasterKeys(new MasterKeyFile(file, account).keys(), "it is not in " + file);
    }

    private List<MasterKey> keys() throws IOException {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            // The message of the parser would show the line, key and all.
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw wrong("line " + line + " is not valid YAML");
        }
        JsonNode list = root.path("keys");
        if (!list.isArray() || list.isEmpty() || root.size() != 1) {
            throw wrong("it must have one member 'keys', a list of at least one key");
        }
        List<MasterKey> keys = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            keys.add(key(list.get(i), "keys[" + i + "]"));
        }
        return keys;
    }

    private MasterKey key(JsonNode node, String where) throws IOException {
        if (!node.isObject()) {
            throw wrong(where + " must have the members " + MEMBERS);
        }
        for (var members = node.fieldNames(); members.hasNext(); ) {
            String name = members.next();
            if (!MEMBERS.contains(name)) {
                throw wrong(where + " has a member '" + name + "'; known are " + MEMBERS);
            }
        }
        String id = text(node, "id", "", "[a-zA-Z0-9_-]{1,128}", "1 to 128 letters, digits, _ and -", where);
        String owner = text(node, "account", account, "\\d{12}", "12 digits, in quotes", where);
        if (!names.add(id)) {
            throw wrong("key " + id + " is there twice");
        }
        JsonNode enabled = node.path("enabled");
        if (!enabled.isMissingNode() && !enabled.isBoolean()) {
            throw wrong(where + ".enabled must be true or false");
        }
        return new MasterKey(id, owner, aliases(node, owner, where), enabled.asBoolean(true), secret(node, where));
    }

    private Set<String> aliases(JsonNode node, String owner, String where) throws IOException {
        Set<String> aliases = new TreeSet<>();
        for (JsonNode each : node.path("aliases")) {
            String alias = each.asText();
            if (!alias.matches("alias/[a-zA-Z0-9/_-]{1,250}")) {
                throw wrong(where + ".aliases has '" + alias + "'; an alias is alias/ and letters, digits, /, _ and -");
            }
            if (!names.add(owner + " " + alias)) {
                throw wrong(alias + " of account " + owner + " is there twice");
            }
            aliases.add(alias);
        }
        if (node.has("aliases") && !node.path("aliases").isArray()) {
            throw wrong(where + ".aliases must be a list such as [alias/orders]");
        }
        return aliases;
    }

    private SecretKeySpec secret(JsonNode node, String where) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(node.path("key").asText());
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        throw wrong(where + ".key must be 256 bits as base64, 44 characters (openssl rand -base64 32)");
    }

    private String text(JsonNode node, String name, String otherwise, String form, String allowed, String where)
            throws IOException {
        JsonNode value = node.path(name);
        String text = value.isMissingNode() ? otherwise : value.asText();
        if (!text.matches(form) || (!value.isMissingNode() && !value.isTextual())) {
            throw wrong(where + "." + name + " is '" + text + "'; it must be " + allowed);
        }
        return text;
    }

    private IOException wrong(String what) {
        return new IOException("encryption key file " + file + " is wrong: " + what);
    }
}
