package io.millrace.service.encryption;

import io.millrace.service.error.ServiceException.KMSAccessDeniedException;
import io.millrace.service.error.ServiceException.KMSDisabledException;
import io.millrace.service.error.ServiceException.KMSNotFoundException;
import java.util.Collection;
import java.util.List;

/** The keys that there are, in place of AWS's key management service. Immutable. */
public final class MasterKeys {
    /** None: no stream can be encrypted, and what is can't be read. */
    public static final MasterKeys NONE =
            new MasterKeys(List.of(), "the service was started without --encryption-keys");

    private final List<MasterKey> keys;
    private final String source;

    /** @param source where the keys are from, for messages */
    public MasterKeys(Collection<MasterKey> keys, String source) {
        this.keys = List.copyOf(keys);
        this.source = source;
    }

    /**
     * The key that a stream's owner has named, when records may be sealed with it.
     *
     * @throws KMSNotFoundException when there is none
     * @throws KMSAccessDeniedException when it is another account's
     * @throws KMSDisabledException when it is disabled
     */
    public MasterKey named(KeyName name) {
        MasterKey key = keys.stream()
                .filter(name::means)
                .findFirst()
                .orElseThrow(
                        () -> new KMSNotFoundException("Key '" + name.arn() + "' does not exist: " + source + "."));
        if (!key.account().equals(name.account())) {
            throw new KMSAccessDeniedException("Key '" + key.arn(name.region()) + "' belongs to account "
                    + key.account() + "; a stream of account " + name.account() + " can't use it.");
        }
        return enabled(key);
    }

    /**
     * The key of an id, when records may be opened with it.
     *
     * @throws KMSNotFoundException when there is none
     * @throws KMSDisabledException when it is disabled
     */
    MasterKey withId(String id) {
        return enabled(keys.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new KMSNotFoundException(
                        "Key '" + id + "', which records are encrypted with, does not exist: " + source + ".")));
    }

    private static MasterKey enabled(MasterKey key) {
        if (!key.enabled()) {
            throw new KMSDisabledException("Key '" + key.id() + "' is disabled.");
        }
        return key;
    }
}
