/**
 * Files as pyramid levels, each an ImgLib2 image [x,y,c]. Knows nothing of networks or windows. A
 * new file reader is one class: a {@link org.coverslip.slide.SlideReader} marked as a SciJava
 * plugin.
 */
package org.coverslip.slide;
