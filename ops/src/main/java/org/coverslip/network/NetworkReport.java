package org.coverslip.network;

import java.util.List;
import java.util.Map;

/**
 * What a SavedModel says of itself, read without running it.
 *
 * @param signatures all it offers, in the order of their keys
 * @param operations how often each kind of operation stands in the graph and its function library,
 *     by name
 * @param dangerous operations that reach outside the graph (files, processes, sockets, Python), as
 *     far as some signature or the restoring of variables reaches them; empty: safe to run
 * @param producer version of TensorFlow that wrote it, as the file says; empty if it does not
 */
public record NetworkReport(
        List<Signature> signatures,
        Map<String, Integer> operations,
        List<String> dangerous,
        String producer) {

    public NetworkReport {
        signatures = List.copyOf(signatures);
        operations = Map.copyOf(operations);
        dangerous = List.copyOf(dangerous);
    }
}
