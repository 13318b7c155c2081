package io.millrace.service.action;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The operations without a service behind them: good for their names and shapes alone. */
public final class UnconnectedActions {
    private UnconnectedActions() {}

    public static Map<String, Action> byName() {
        Settings settings = new Settings("000000000000", Duration.ZERO, OptionalInt.empty(), Optional.empty());
        return Actions.over(
                new ServiceState(null, null, null, null, null, null, null), settings, InstantSource.system());
    }
}
