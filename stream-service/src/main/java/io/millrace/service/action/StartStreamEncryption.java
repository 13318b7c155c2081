package io.millrace.service.action;

import io.millrace.service.encryption.KeyName;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Encrypts the records that are put from now on with a key of the key file. */
final class StartStreamEncryption implements Action {
    private final Core core;

    StartStreamEncryption(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return Encryption.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Encryption.checkType(input);
        String keyId = input.text(Encryption.KEY_ID);
        core.change(caller, input, stream -> {
            StreamKey key = stream.header().key();
            core.settings().masterKeys().named(new KeyName(keyId, key.account(), key.region()));
            return Encryption.change(core, stream, keyId);
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
