package io.millrace.service;

import io.millrace.service.delivery.DeliverySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of the command line that tell where and when channels deliver. */
final class ChannelOptions {
    @Option(names = "--buckets", paramLabel = "DIR", description = """
                    Folder of the buckets that channels deliver to: the object s3://B/K is the file DIR/B/K. \
                    Default: buckets in the data folder""")
    private Path buckets;

    @Option(names = "--deliver-after", paramLabel = "DURATION", converter = DurationConverter.class, description = """
                    Lets channels deliver records that are so old, whatever their data freshness says; for tests \
                    and demos. Default: the channel's data freshness alone""")
    private Duration deliverAfter;

    DeliverySettings settings() {
        return new DeliverySettings(Optional.ofNullable(buckets), Optional.ofNullable(deliverAfter));
    }

    /** Sees that the options make sense. */
    void check(Function<String, ? extends RuntimeException> wrong) {
        if (deliverAfter != null && deliverAfter.isZero()) {
            throw wrong.apply("--deliver-after 0 would write an object for each record; name a longer time");
        }
    }
}
