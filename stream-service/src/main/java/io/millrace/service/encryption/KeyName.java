package io.millrace.service.encryption;

/**
 * A key as the owner of a stream has named it.
 *
 * @param keyId as given: a key's id, {@code alias/NAME}, or the ARN of either
 * @param account of the stream
 * @param region of the stream
 */
public record KeyName(String keyId, String account, String region) {
    private static final String ALIAS = "alias/";
    private static final String KEY = "key/";

    /** The ARN that the name stands for. */
    String arn() {
        if (keyId.startsWith("arn:")) {
            return keyId;
        }
        return home() + (keyId.startsWith(ALIAS) ? keyId : KEY + keyId);
    }

    /** What all ARNs of the stream's account and region begin with. */
    private String home() {
        return "arn:aws:kms:" + region + ":" + account + ":";
    }

    /** Whether a key is meant, by its id or one of its aliases, wherever its owner has it. */
    boolean means(MasterKey key) {
        if (!keyId.startsWith("arn:")) {
            return keyId.startsWith(ALIAS)
                    ? key.account().equals(account) && key.aliases().contains(keyId)
                    : key.id().equals(keyId);
        }
        return keyId.equals(key.arn(region))
                || key.aliases().stream()
                        .anyMatch(alias -> keyId.equals("arn:aws:kms:" + region + ":" + key.account() + ":" + alias));
    }
}
