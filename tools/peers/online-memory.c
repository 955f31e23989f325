/*
 * Online memories in C, 128 synapses a vector, lazy carries, the generator in registers: what the machine allows at the
 * width of WebAssembly. Built by `fewbits bench` with gcc -O3, called as
 *   online-memory CONTENDER MODEL FILE N M CHECKED EVENTS
 * `c-128-lazy` steps the first group event by event, `c-128-pairs` two events at once as our kernels do.
 * FILE: 3 M planes of N bits, then CHECKED rows of N input bits. Applies those, then times EVENTS events of its own. Prints
 * one JSON object: seconds of user CPU, events, CRC-32 of the planes after the given events.
 * Rules and lazy carries: packages/kernels/src/online-memory/{direction-marker,partial-reset}.ts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef uint32_t v4 __attribute__((vector_size(16)));
#define M 7
typedef struct { v4 plane[3 * M]; v4 s[4]; } block;

#define SELECT(mask, yes, no) ((no) ^ (((no) ^ (yes)) & (mask)))

/* Where the next event of a block comes from: its generator, or given rows. */
#define DRAW(u) do { \
    u = s0 + s3; \
    v4 t_ = s1 << 9; \
    s2 ^= s0; s3 ^= s1; s1 ^= s2; s0 ^= s3; s2 ^= t_; \
    s3 = (s3 << 11) | (s3 >> 21); \
  } while (0)

static inline void marker_step(v4 *p, v4 *pending, int k) {
  v4 a = p[3 * k], b = p[3 * k + 1];
  v4 *w = pending + 3 * k;
  v4 par = w[1], dir = w[2], pre = w[0] & ~par;
  v4 t = a ^ dir, s = b ^ dir;
  v4 forward = par & ~t, back = pre & t, cross = forward & s, carry = forward ^ cross;
  v4 pair = back & s, crossed = cross | (back ^ pair), out = carry | pair;
  p[3 * k] = a ^ par;
  p[3 * k + 1] = b ^ forward;
  p[3 * k + 2] = SELECT(crossed, dir, p[3 * k + 2]);
  w[0] = w[1] = (v4){0};
  w[3] |= out;
  w[4] ^= carry;
  w[5] = SELECT(out, dir, w[5]);
}

static inline void reset_step(v4 *p, v4 *pending, int k) {
  v4 a = p[3 * k], b = p[3 * k + 1], c = p[3 * k + 2];
  v4 *w = pending + 3 * k;
  v4 any = w[0], up = w[1];
  v4 full = any & ~(a ^ up), end = full & ~(b ^ up), cross = end & (c ^ up), carry = end ^ cross;
  p[3 * k] = a ^ any;
  p[3 * k + 1] = b ^ full;
  p[3 * k + 2] = c ^ cross;
  w[0] = w[1] = (v4){0};
  w[3] |= carry;
  w[4] |= carry & up;
}

#define MARKER(u, f_) do { \
    v4 f = (f_), x = f & (b ^ (u)), c = f ^ x; \
    b ^= f; d = SELECT(x, u, d); \
    any |= c; par ^= c; dir = SELECT(c, u, dir); \
  } while (0)

#define RESET(u, f_) do { \
    v4 f = (f_), g = f & ~(b ^ (u)), x = g & (c ^ (u)), out = g ^ x; \
    b ^= f; c ^= x; \
    any |= out; up |= out & (u); \
  } while (0)

/* Two events u, v of the first group at once; b is complemented by the equal ones. */
#define MARKER_PAIR(u, v) do { \
    v4 turn = u ^ v, idle = turn & (a ^ u), q = b ^ u, c = ~(idle | q); \
    d = SELECT(q & ~idle, v, d); \
    b ^= ~turn; \
    any |= c; par ^= c & ~turn; dir = SELECT(c, v, dir); \
  } while (0)

#define RESET_PAIR(u, v) do { \
    v4 turn = u ^ v, end = ~((turn & (a ^ u)) | (b ^ u)), out = end & ~(c ^ u); \
    c = SELECT(end, v, c); \
    b ^= ~turn; \
    any |= out; up |= out & u; \
  } while (0)

/* count: a multiple of 4. */
static inline __attribute__((always_inline)) void markers(block *block, long count, int pairs) {
  v4 pending[3 * (M + 1)];
  memset(pending, 0, sizeof pending);
  v4 *p = block->plane;
  v4 a = p[0], b = p[1], d = p[2], na = ~a;
  v4 s0 = block->s[0], s1 = block->s[1], s2 = block->s[2], s3 = block->s[3];
  for (long t = 4; t <= count; t += 4) {
    v4 any = {0}, par = {0}, dir = {0}, u, v;
    if (pairs) {
      DRAW(u); DRAW(v); MARKER_PAIR(u, v);
      DRAW(u); DRAW(v); MARKER_PAIR(u, v);
    } else {
      DRAW(u); MARKER(u, na ^ u);
      DRAW(u); MARKER(u, a ^ u);
      DRAW(u); MARKER(u, na ^ u);
      DRAW(u); MARKER(u, a ^ u);
    }
    pending[3] = any; pending[4] = par; pending[5] = dir;
    for (int k = 1; k < M && (t & ((1L << (2 * k)) - 1)) == 0; k++) marker_step(p, pending, k);
  }
  p[1] = b; p[2] = d;
  for (int k = 1; k < M; k++) marker_step(p, pending, k);
  block->s[0] = s0; block->s[1] = s1; block->s[2] = s2; block->s[3] = s3;
}

static inline __attribute__((always_inline)) void resets(block *block, long count, int pairs) {
  v4 pending[3 * (M + 1)];
  memset(pending, 0, sizeof pending);
  v4 *p = block->plane;
  v4 a = p[0], b = p[1], c = p[2], na = ~a;
  v4 s0 = block->s[0], s1 = block->s[1], s2 = block->s[2], s3 = block->s[3];
  for (long t = 4; t <= count; t += 4) {
    v4 any = {0}, up = {0}, u, v;
    if (pairs) {
      DRAW(u); DRAW(v); RESET_PAIR(u, v);
      DRAW(u); DRAW(v); RESET_PAIR(u, v);
    } else {
      DRAW(u); RESET(u, na ^ u);
      DRAW(u); RESET(u, a ^ u);
      DRAW(u); RESET(u, na ^ u);
      DRAW(u); RESET(u, a ^ u);
    }
    pending[3] = any; pending[4] = up;
    for (int k = 1; k < M && (t & ((1L << (2 * k)) - 1)) == 0; k++) reset_step(p, pending, k);
  }
  p[1] = b; p[2] = c;
  for (int k = 1; k < M; k++) reset_step(p, pending, k);
  block->s[0] = s0; block->s[1] = s1; block->s[2] = s2; block->s[3] = s3;
}

static void run(block *block, long count, int reset, int pairs) {
  if (reset && pairs) resets(block, count, 1);
  else if (reset) resets(block, count, 0);
  else if (pairs) markers(block, count, 1);
  else markers(block, count, 0);
}

/* One given event, windows of one event. */
static void given(block *block, v4 u, int reset) {
  v4 pending[3 * (M + 1)];
  memset(pending, 0, sizeof pending);
  v4 *p = block->plane;
  v4 a = p[0], b = p[1];
  if (reset) {
    v4 c = p[2], any = {0}, up = {0};
    RESET(u, ~(a ^ u));
    p[1] = b; p[2] = c; pending[3] = any; pending[4] = up;
  } else {
    v4 d = p[2], any = {0}, par = {0}, dir = {0};
    MARKER(u, ~(a ^ u));
    p[1] = b; p[2] = d; pending[3] = any; pending[4] = par; pending[5] = dir;
  }
  p[0] = ~a;
  for (int k = 1; k < M; k++) {
    if (reset) reset_step(p, pending, k);
    else marker_step(p, pending, k);
  }
}

static uint32_t crc32(const unsigned char *bytes, size_t n) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < n; i++) {
    crc ^= bytes[i];
    for (int b = 0; b < 8; b++) crc = (crc >> 1) ^ (0xedb88320u & -(crc & 1));
  }
  return ~crc;
}

static double user_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + 1e-6 * usage.ru_utime.tv_usec;
}

int main(int argc, char **argv) {
  if (argc != 8 || atoi(argv[5]) != M) return 2;
  int pairs = strcmp(argv[1], "c-128-pairs") == 0;
  int reset = strcmp(argv[2], "partial-reset") == 0;
  long size = atol(argv[4]), checked = atol(argv[6]), events = atol(argv[7]);
  long words = size / 32, blocks = size / 128;
  uint32_t *file = malloc(4 * words * (3 * M + checked));
  FILE *in = fopen(argv[3], "rb");
  if (!in || fread(file, 4 * words, 3 * M + checked, in) != (size_t)(3 * M + checked)) return 1;
  block *state = aligned_alloc(16, blocks * sizeof(block));
  uint64_t mix = 1;
  for (long n = 0; n < blocks; n++) {
    for (int k = 0; k < 3 * M; k++) memcpy(&state[n].plane[k], file + k * words + 4 * n, 16);
    for (int k = 0; k < 16; k++) {
      mix = mix * 6364136223846793005u + 1442695040888963407u;
      ((uint32_t *)state[n].s)[k] = mix >> 32;
    }
  }
  for (long row = 0; row < checked; row++)
    for (long n = 0; n < blocks; n++) {
      v4 u;
      memcpy(&u, file + (3 * M + row) * words + 4 * n, 16);
      given(&state[n], u, reset);
    }
  for (long n = 0; n < blocks; n++)
    for (int k = 0; k < 3 * M; k++) memcpy(file + k * words + 4 * n, &state[n].plane[k], 16);
  uint32_t crc = crc32((unsigned char *)file, 4 * words * 3 * M);
  double start = 0;
  for (int timed = 0; timed < 2; timed++) {
    start = user_seconds();
    for (long n = 0; n < blocks; n++) run(&state[n], timed ? events : events / 8, reset, pairs);
  }
  double seconds = user_seconds() - start;
  /* Keeps the timed work alive. */
  fprintf(stderr, "%u\n", crc32((unsigned char *)state, blocks * sizeof(block)));
  printf("{\"seconds\": %.6f, \"events\": %ld, \"crc\": %u}\n", seconds, events, crc);
  return 0;
}
