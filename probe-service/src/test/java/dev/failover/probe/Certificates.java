package dev.failover.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates for site.test, sound and not, made by the JDK's keytool when first needed. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private static final KeyStore MADE = make();

    private Certificates() {}

    private static KeyStore make() {
        try {
            Path folder = Files.createTempDirectory("certificates");
            Path file = folder.resolve("keys.p12");
            keytool(file, "ca", "CN=ca", "-ext", "bc:c");
            keytool(file, "sound", "CN=site.test", "-ext", "san=dns:site.test", "-signer", "ca");
            keytool(file, "untrusted", "CN=site.test", "-ext", "san=dns:site.test");
            keytool(file, "wrong-name", "CN=other.test", "-ext", "san=dns:other.test", "-signer", "ca");
            keytool(
                    file,
                    "expired",
                    "CN=site.test",
                    "-ext",
                    "san=dns:site.test",
                    "-signer",
                    "ca",
                    "-startdate",
                    "-30d",
                    "-validity",
                    "10");
            KeyStore made = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            Files.delete(file);
            Files.delete(folder);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString(),
                "-alias",
                alias,
                "-dname",
                name));
        Collections.addAll(command, more);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate in PEM. */
    static String authority() {
        try {
            Certificate ca = MADE.getCertificate("ca");
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(ca.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A listening TLS socket on loopback that shows this certificate. */
    static ServerSocket listen(String alias) throws IOException {
        try {
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            char[] password = PASSWORD.toCharArray();
            one.setKeyEntry(alias, MADE.getKey(alias, password), password, MADE.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory()
                    .createServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
