package io.millrace.service.delivery;

import java.io.IOException;
import java.io.OutputStream;

/** A folder's store that fails, or dies as in a kill, as often as it is told. For one thread. */
final class FaultyStore implements ObjectStore {
    int failingCreates;
    int killsAfterPublish;
    int killsWhileWriting;
    /** Runs once, before the next object is begun. */
    Runnable meanwhile = () -> {};

    private final FolderStore folder;

    FaultyStore(FolderStore folder) {
        this.folder = folder;
    }

    @Override
    public boolean exists(String bucket, String key) throws IOException {
        return folder.exists(bucket, key);
    }

    @Override
    public NewObject create(String bucket, String key, String draft) throws IOException {
        if (failingCreates-- > 0) {
            throw new IOException("No space left on device");
        }
        NewObject inner = folder.create(bucket, key, draft);
        boolean dies = killsWhileWriting-- > 0;
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        return new NewObject() {
            @Override
            public OutputStream content() {
                return inner.content();
            }

            @Override
            public void publish() throws IOException {
                if (dies) {
                    throw new Killed();
                }
                inner.publish();
                if (killsAfterPublish-- > 0) {
                    throw new Killed();
                }
            }

            @Override
            public void close() throws IOException {
                if (!dies) {
                    inner.close();
                }
            }
        };
    }

    /** Ends the work where a kill would. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
