package io.millrace.local;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * First main class of a child process: ends the process when its parent is gone, however the parent died, then hands
 * over to the real main class. Arguments: the parent's process id, the main class, the main class's arguments.
 */
public final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        long parent = Long.parseLong(args[0]);
        Thread watcher = new Thread(() -> endWith(parent), "end-with-parent");
        watcher.setDaemon(true);
        watcher.start();
        try {
            Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 2, args.length));
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            Runtime.getRuntime().exit(1);
        }
    }

    private static void endWith(long parent) {
        ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
        Runtime.getRuntime().exit(0);
    }
}
