package io.millrace.service.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/**
 * The private key and certificate that the service shows to TLS clients, in a key store as the JDK's TLS wants it.
 *
 * @param password of the key in the store
 */
public record TlsIdentity(KeyStore store, String password) {
    private static final String ALIAS = "service";

    /** @param chain the service's own certificate first */
    static TlsIdentity of(PrivateKey key, X509Certificate... chain) {
        char[] none = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry(ALIAS, key, none, chain);
            return new TlsIdentity(store, "");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot keep a key in memory: " + e.getMessage(), e);
        }
    }

    /** The service's own certificate. */
    public Certificate certificate() {
        try {
            return store.getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the store was loaded", e);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity";
    }
}
