package io.millrace.service.encryption;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** Master keys for tests. */
public final class TestKeys {
    private TestKeys() {}

    /** A key whose 32 bytes are all the same. */
    public static MasterKey key(String id, int fill, String... aliases) {
        return of(id, "000000000000", fill, true, aliases);
    }

    public static MasterKey disabled(String id, int fill) {
        return of(id, "000000000000", fill, false);
    }

    public static MasterKey of(String id, String account, int fill, boolean enabled, String... aliases) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new MasterKey(id, account, Set.of(aliases), enabled, new SecretKeySpec(bytes, "AES"));
    }

    public static MasterKeys file(MasterKey... keys) {
        return new MasterKeys(List.of(keys), "it is not in keys.yaml");
    }
}
