package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;

/** What the operations on encryption, and the answers that tell of it, have in common. */
final class Encryption {
    static final String TYPE = "EncryptionType";
    static final String KEY_ID = "KeyId";

    private static final String KMS = "KMS";
    private static final String NONE = "NONE";

    static final Shape INPUT = Shape.of(
            Members.streamName(),
            Member.text(TYPE).oneOf(KMS, NONE).needed(),
            Member.text(KEY_ID).length(1, 2048).needed(),
            Members.streamArn());

    private Encryption() {}

    static String type(Stream stream) {
        return isOn(stream) ? KMS : NONE;
    }

    /** What answers about records say: as on AWS nothing, null here, when they are not encrypted. */
    static String ofRecords(boolean encrypted) {
        return encrypted ? KMS : null;
    }

    /** The same of records that are put now. */
    static String ofRecords(Stream stream) {
        return ofRecords(isOn(stream));
    }

    private static boolean isOn(Stream stream) {
        return stream.settings().protection().encryptionKey().isPresent();
    }

    /** @param keyId null to stop encrypting */
    static StreamSettings withKey(StreamSettings settings, String keyId) {
        return settings.withProtection(settings.protection().withKey(keyId));
    }

    /** Sees that a request names the one type of encryption that there is. */
    static void checkType(Input input) {
        if (!input.text(TYPE).equals(KMS)) {
            throw new InvalidArgumentException(
                    "EncryptionType " + input.text(TYPE) + " is not valid: the only valid value is " + KMS + ".");
        }
    }
}
