package io.millrace.service.encryption;

import io.millrace.service.keyfile.KeyEntry;
import io.millrace.service.keyfile.KeyListFile;
import java.io.IOException;
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
    private static final Set<String> MEMBERS = Set.of("id", "key", "account", "aliases", "enabled");

    private final String account;
    private final Set<String> names = new HashSet<>();

    private MasterKeyFile(String account) {
        this.account = account;
    }

    /**
     * The keys of a file.
     *
     * @param account of keys that name none
     * @throws IOException when it can't be read or is wrong; the message names the file and what is wrong
     */
    public static MasterKeys read(Path file, String account) throws IOException {
        MasterKeyFile reader = new MasterKeyFile(account);
        List<MasterKey> keys = new ArrayList<>();
        for (KeyEntry entry : KeyListFile.read(file, "encryption key file", MEMBERS)) {
            keys.add(reader.key(entry));
        }
        return new MasterKeys(keys, "it is not in " + file);
    }

    private MasterKey key(KeyEntry entry) throws IOException {
        String id = entry.needed("id");
        if (!id.matches("[a-zA-Z0-9_-]{1,128}")) {
            throw entry.wrong("id", "is '" + id + "'; it must be 1 to 128 letters, digits, _ and -");
        }
        if (!names.add(id)) {
            throw entry.wrong("id", id + " is there twice");
        }
        String owner = entry.account(account);
        return new MasterKey(id, owner, aliases(entry, owner), entry.flag("enabled", true), secret(entry));
    }

    private Set<String> aliases(KeyEntry entry, String owner) throws IOException {
        Set<String> aliases = new TreeSet<>();
        for (String alias :
                entry.texts("aliases", "a list such as [alias/orders]").orElse(List.of())) {
            if (!alias.matches("alias/[a-zA-Z0-9/_-]{1,250}")) {
                throw entry.wrong("aliases", "has '" + alias + "'; an alias is alias/ and letters, digits, /, _ and -");
            }
            if (!names.add(owner + " " + alias)) {
                throw entry.wrong("aliases", "has " + alias + " of account " + owner + ", which is there twice");
            }
            aliases.add(alias);
        }
        return aliases;
    }

    private static SecretKeySpec secret(KeyEntry entry) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(entry.text("key").orElse(""));
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        throw entry.wrong("key", "must be 256 bits as base64, 44 characters (openssl rand -base64 32)");
    }
}
