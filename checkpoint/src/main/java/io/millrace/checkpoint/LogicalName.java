package io.millrace.checkpoint;

/**
 * The name of one independent reader of streams: readers of different logical names each see every record.
 * 1 to 255 characters, none of them a control character or '#'.
 */
public record LogicalName(String value) {
    public LogicalName {
        if (value.isBlank()
                || value.length() > 255
                || value.indexOf('#') >= 0
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a logical name (1 to 255 characters, not blank, without '#' and control characters)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
