package org.coverslip.report;

import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked of a run, as far as it decides the result.
 *
 * @param command its word on the command line, for example {@code classify}
 * @param settings every input that changes numbers, defaults included; in name order
 * @param model which network
 */
public record Request(String command, Map<String, String> settings, ModelIdentity model) {

    public Request {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /**
     * Equal for two runs that must give the same results. Where the model lies does not matter, its
     * weights do.
     */
    public String fingerprint() {
        String text =
                new Gson().toJson(new Object[] {command, settings, model.name(), model.sha256()});
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
