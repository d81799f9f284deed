/** Stains as colours: optical density, deconvolution and normalisation of stained tissue. */
package org.coverslip.model.stain;
