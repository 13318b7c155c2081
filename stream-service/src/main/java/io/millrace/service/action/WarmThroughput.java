package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Output;
import java.io.IOException;

/** The throughput that an on-demand stream is to be ready for; the service always is, so it is only kept and told. */
final class WarmThroughput {
    private WarmThroughput() {}

    /** The settings with this throughput. */
    static StreamSettings change(StreamSettings settings, int mibps) {
        if (!settings.isOnDemand()) {
            throw new InvalidArgumentException(
                    "Warm throughput can only be set for a stream in ON_DEMAND mode; this one is " + settings.mode()
                            + ".");
        }
        return settings.withWarmThroughputMibps(mibps);
    }

    static void write(Output out, StreamSettings settings) throws IOException {
        out.object("WarmThroughput", warm -> warm.number("TargetMiBps", settings.warmThroughputMibps())
                .number("CurrentMiBps", settings.warmThroughputMibps()));
    }
}
