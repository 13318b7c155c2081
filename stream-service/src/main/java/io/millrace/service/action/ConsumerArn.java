package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.stream.Consumer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a consumer, of the form {@code STREAM-ARN/consumer/NAME:SECOND}.
 *
 * @param createdSecond when it was registered: a consumer that was registered anew under its name has another ARN
 */
record ConsumerArn(StreamArn stream, String name, long createdSecond) {
    private static final Pattern FORM = Pattern.compile("(arn:.*:stream/[^/]+)/consumer/([^/:]+):(\\d{1,18})");

    /** Empty when the text is the ARN of something else. */
    static Optional<ConsumerArn> parse(String arn) {
        Matcher matcher = FORM.matcher(arn);
        return matcher.matches()
                ? Optional.of(new ConsumerArn(
                        StreamArn.parse(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /**
     * The consumer that a request must name.
     *
     * @throws ResourceNotFoundException when the text, which the API's pattern lets through, can't be any consumer's
     */
    static ConsumerArn required(String arn) {
        return parse(arn).orElseThrow(() -> new ResourceNotFoundException("Consumer " + arn + " not found."));
    }

    static ConsumerArn of(StreamArn stream, Consumer consumer) {
        return new ConsumerArn(stream, consumer.name(), consumer.created().getEpochSecond());
    }

    /** Whether it is the ARN of this consumer of its stream. */
    boolean names(Consumer consumer) {
        return name.equals(consumer.name())
                && createdSecond == consumer.created().getEpochSecond();
    }

    @Override
    public String toString() {
        return stream + "/consumer/" + name + ":" + createdSecond;
    }
}
