package io.millrace.service.stream;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.StreamKey.Home;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What accounts have chosen for their regions. Changes are made one after the other, and each is on disk before it is
 * seen. Thread-safe.
 */
public final class Accounts {
    private final ShardLog log;
    private final Map<Home, AccountSettings> byHome;

    /** Reads the choices that the log holds. */
    public Accounts(ShardLog log) {
        this.log = log;
        this.byHome = new ConcurrentHashMap<>(CatalogueCodec.accounts(log));
    }

    /** What an account has chosen for a region. */
    public AccountSettings find(Home home) {
        return byHome.getOrDefault(home, AccountSettings.NONE);
    }

    /** Changes what an account has chosen, and returns it. */
    public synchronized AccountSettings change(Home home, UnaryOperator<AccountSettings> step) {
        AccountSettings after = step.apply(find(home));
        LogChange change = new LogChange.Builder()
                .put(CatalogueCodec.accountKey(home), CatalogueCodec.bytes(after))
                .build();
        log.commitNow(change, () -> byHome.put(home, after));
        return after;
    }
}
