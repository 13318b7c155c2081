package io.millrace.service.encryption;

import java.util.Set;
import javax.crypto.SecretKey;

/**
 * A key of the key file. It seals data keys, never records.
 *
 * @param id names it, unique in the file
 * @param account whose streams may use it
 * @param aliases other names of it, each begins with {@code alias/}
 * @param enabled a disabled one neither seals nor opens
 * @param secret 256 bits for AES; never shown
 */
public record MasterKey(String id, String account, Set<String> aliases, boolean enabled, SecretKey secret) {
    public MasterKey {
        aliases = Set.copyOf(aliases);
    }

    /** Its ARN in a region: a key is there in every one. */
    String arn(String region) {
        return "arn:aws:kms:" + region + ":" + account + ":key/" + id;
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + " of " + account + "]";
    }
}
