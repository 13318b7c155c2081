package io.millrace.service.channel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which bucket names and keys can be files below the folder of all buckets: no others get there. Stateless. */
public final class ObjectName {
    /** As in S3. */
    private static final int LONGEST_KEY = 1024;
    /** What file systems take as one name. */
    private static final int LONGEST_PART = 255;

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{2,62}");

    private ObjectName() {}

    /** What is wrong with the name of a bucket; empty when nothing is. */
    public static Optional<String> bucketTrouble(String name) {
        return BUCKET.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("the bucket name '" + name + "' must begin with a letter or digit and have 3 to 63 of"
                        + " a-z, 0-9, '.', '_' and '-'");
    }

    /** What is wrong with a key; empty when nothing is. */
    public static Optional<String> keyTrouble(String key) {
        if (key.length() > LONGEST_KEY) {
            return Optional.of("the key has " + key.length() + " characters, more than " + LONGEST_KEY);
        }
        for (String part : key.split("/", -1)) {
            if (part.isEmpty()) {
                return Optional.of("the key '" + key + "' begins or ends with '/' or has '//'");
            }
            if (part.equals(".") || part.equals("..")) {
                return Optional.of("the key '" + key + "' has '" + part + "' as a part, which is no name");
            }
            if (part.indexOf('\0') >= 0 || part.indexOf('\\') >= 0) {
                return Optional.of("the key '" + key + "' has a character that names of files can't have");
            }
            int bytes = part.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_PART) {
                return Optional.of("a part of the key has " + bytes + " bytes, more than the " + LONGEST_PART
                        + " of a file's name: " + part);
            }
        }
        return Optional.empty();
    }
}
