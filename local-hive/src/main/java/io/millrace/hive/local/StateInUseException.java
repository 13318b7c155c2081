package io.millrace.hive.local;

import java.nio.file.Path;

/** Another process uses the state folder, and its database allows one at a time. */
final class StateInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateInUseException(Path folder) {
        super("another Hive is using the state folder " + folder
                + ", and only one at a time can: wait until it has ended, or name another folder with MILLRACE_HOME");
    }
}
