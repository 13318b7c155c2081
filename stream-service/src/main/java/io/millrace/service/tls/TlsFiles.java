package io.millrace.service.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Reads the TLS identity that the operator gives: PEM files (a chain, and an unencrypted key), or PKCS12. */
public final class TlsFiles {
    private TlsFiles() {}

    /**
     * The identity in a certificate file and a key file.
     *
     * @param certificate PEM, the service's own certificate first
     * @param key PEM: PKCS8, PKCS1 or EC, without a password
     * @throws IOException when one can't be used; the message names the file
     */
    public static TlsIdentity pem(Path certificate, Path key) throws IOException {
        X509Certificate[] chain;
        try (InputStream in = Files.newInputStream(certificate)) {
            chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS certificate " + certificate + " is not PEM: " + e.getMessage(), e);
        }
        if (chain.length == 0) {
            throw new IOException("TLS certificate " + certificate + " holds no certificate");
        }
        return TlsIdentity.of(privateKey(key), chain);
    }

    /**
     * The identity in a PKCS12 file.
     *
     * @throws IOException when it can't be used, as with a wrong password
     */
    public static TlsIdentity pkcs12(Path file, String password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return new TlsIdentity(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("TLS certificate " + file + " cannot be read as PKCS12: " + e.getMessage(), e);
        }
    }

    /** Whether a file's name says that it is PKCS12. */
    public static boolean isPkcs12(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }

    /** Writes the certificate, not the key, where clients can take it from. */
    public static void writeCertificate(TlsIdentity identity, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(identity.certificate());
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PrivateKeyInfo key) {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                }
                if (found instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                }
            }
        }
        throw new IOException("TLS key " + file + " holds no private key in PEM without a password");
    }
}
