package org.coverslip.explain.method;

import org.coverslip.model.step.TensorBlock;

/**
 * Where in this picture is the evidence for that label?
 *
 * @param sample prepared for the network, extent 1 on axis b; methods leave it as it is
 * @param label index into the model's labels
 */
public record Question(TensorBlock sample, int label) {}
