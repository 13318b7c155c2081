package io.millrace.service.action;

import io.millrace.service.encryption.KeyName;
import io.millrace.service.encryption.MasterKeys;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Encrypts the records that are put from now on with a key of the key file. */
record StartStreamEncryption(StreamChanges changes, MasterKeys masterKeys) implements Action {
    @Override
    public Shape input() {
        return Encryption.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Encryption.checkType(input);
        String keyId = input.text(Encryption.KEY_ID);
        changes.change(caller, input, stream -> {
            StreamKey key = stream.header().key();
            masterKeys.named(new KeyName(keyId, key.account(), key.region()));
            return Resharding.settings(stream, Encryption.withKey(stream.settings(), keyId), changes.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
