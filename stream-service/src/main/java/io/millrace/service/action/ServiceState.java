package io.millrace.service.action;

import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Accounts;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Tokens;
import io.millrace.service.subscription.Subscriptions;

/**
 * What operations read and change in a running service. {@link Actions} alone sees all of it, and gives each operation
 * no more than it needs.
 *
 * @param log the records as clients put them: encryption is beneath it
 */
public record ServiceState(
        Catalogue catalogue,
        Accounts accounts,
        ShardLog log,
        Retention retention,
        Tokens tokens,
        Subscriptions subscriptions,
        Traffic traffic) {}
