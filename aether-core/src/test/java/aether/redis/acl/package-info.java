@NullMarked
package aether.redis.acl;

import org.jspecify.annotations.NullMarked;
