package io.millrace.config;

import java.util.Optional;

/**
 * Which stream the user means.
 *
 * @param name its name, always known
 * @param arn its ARN when the user gave that
 */
public record StreamReference(String name, Optional<String> arn) {
    @Override
    public String toString() {
        return arn.orElse(name);
    }

    /** The stream that the options name; empty when they name none, or not one. */
    static Optional<StreamReference> from(OptionValues values) {
        Optional<String> name = values.get(KinesisOptions.STREAM_NAME);
        Optional<String> arn = values.get(KinesisOptions.STREAM_ARN);
        Optional<String> nameInArn = arn.map(text -> text.substring(text.lastIndexOf('/') + 1));
        if (!values.isSet(KinesisOptions.STREAM_NAME) && !values.isSet(KinesisOptions.STREAM_ARN)) {
            values.problem(
                    "no stream is named: set " + KinesisOptions.STREAM_NAME + " or " + KinesisOptions.STREAM_ARN);
        }
        if (name.isPresent() && nameInArn.isPresent() && !name.equals(nameInArn)) {
            values.problem(KinesisOptions.STREAM_NAME + " is '" + name.get() + "' but " + KinesisOptions.STREAM_ARN
                    + " is '" + arn.get() + "': they must mean the same stream");
        }
        return nameInArn.or(() -> name).map(text -> new StreamReference(text, arn));
    }
}
