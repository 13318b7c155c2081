package io.millrace.service.action;

import io.millrace.service.stream.AccountSettings;
import io.millrace.service.wire.Output;
import io.millrace.service.wire.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** An account's commitment to a minimum of throughput, as the API shows it. */
final class BillingCommitment {
    static final String NAME = "MinimumThroughputBillingCommitment";
    static final String STATUS = "Status";
    static final String ENABLED = "ENABLED";
    static final String DISABLED = "DISABLED";

    private BillingCommitment() {}

    static Reply reply(AccountSettings settings, Instant now) {
        return out -> out.object(NAME, commitment -> {
            commitment.text(STATUS, status(settings, now));
            time(commitment, "StartedAt", settings.started());
            time(commitment, "EndedAt", settings.end());
            time(commitment, "EarliestAllowedEndAt", settings.earliestEnd());
        });
    }

    private static String status(AccountSettings settings, Instant now) {
        if (!settings.isEnabled(now)) {
            return DISABLED;
        }
        return settings.end().isPresent() ? "ENABLED_UNTIL_EARLIEST_ALLOWED_END" : ENABLED;
    }

    private static void time(Output out, String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            out.time(name, time.get());
        }
    }
}
