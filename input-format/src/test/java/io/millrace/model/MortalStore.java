package io.millrace.model;

import io.millrace.checkpoint.CheckpointStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store whose planner may die before a call or after it, with the write done. */
final class MortalStore {
    private MortalStore() {}

    static CheckpointStore of(CheckpointStore real, Countdown death) {
        return (CheckpointStore) Proxy.newProxyInstance(
                MortalStore.class.getClassLoader(),
                new Class<?>[] {CheckpointStore.class},
                (proxy, method, arguments) -> {
                    death.step();
                    try {
                        Object answer = method.invoke(real, arguments);
                        death.step();
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
