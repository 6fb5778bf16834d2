/* Label-smoothed cross entropy over rows of bfloat16 logits, which become its gradient in place.

   Two passes over a row that is in the cache, where separate tensor operations go through memory eight times in twice
   the width. Plain C: the compiler makes vectors of the loops. Called from several threads, each with its own rows and
   its own bias gradient. Built and described by cross_entropy.py. */

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline float widen(uint16_t half) {
    uint32_t bits = (uint32_t)half << 16;
    float number;
    memcpy(&number, &bits, 4);
    return number;
}

static inline uint16_t round_to_even(float number) {
    uint32_t bits;
    memcpy(&bits, &number, 4);
    return (uint16_t)((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

/* e to the x for x of at most 0: 2 to a whole number, times a polynomial; relative error about 1e-7. */
static inline float exponential(float x) {
    x = x < -87.0f ? -87.0f : x;
    int32_t whole = (int32_t)(x * 1.44269504f - 0.5f);
    float rest = x - (float)whole * 0.693359375f + (float)whole * 2.12194440e-4f;
    float y = 1.0f / 5040.0f;
    y = y * rest + 1.0f / 720.0f;
    y = y * rest + 1.0f / 120.0f;
    y = y * rest + 1.0f / 24.0f;
    y = y * rest + 1.0f / 6.0f;
    y = y * rest + 0.5f;
    y = y * rest + 1.0f;
    y = y * rest + 1.0f;
    uint32_t bits = (uint32_t)(whole + 127) << 23;
    float scale;
    memcpy(&scale, &bits, 4);
    return y * scale;
}

void cross_entropy(uint16_t *restrict logits, const int64_t *restrict gold, float *restrict bias_gradient, int64_t rows, int64_t vocabulary,
                   double smoothing, double *total, double *plain) {
    const float share = (float)(smoothing / (double)vocabulary), kept = (float)(1.0 - smoothing);
    for (int64_t r = 0; r < rows; ++r) {
        uint16_t *row = logits + r * vocabulary;
        float top = -INFINITY, sum = 0.0f, mass = 0.0f;
#pragma omp simd reduction(max : top) reduction(+ : sum)
        for (int64_t v = 0; v < vocabulary; ++v) {
            const float x = widen(row[v]);
            top = x > top ? x : top;
            sum += x;
        }
#pragma omp simd reduction(+ : mass)
        for (int64_t v = 0; v < vocabulary; ++v) mass += exponential(widen(row[v]) - top);
        const float normaliser = top + logf(mass);
        const double surprise = (double)normaliser - (double)widen(row[gold[r]]);
        *plain += surprise;
        *total += (1.0 - smoothing) * surprise + smoothing * ((double)normaliser - (double)sum / (double)vocabulary);
        const float right = exponential(widen(row[gold[r]]) - normaliser) - share - kept;
#pragma omp simd
        for (int64_t v = 0; v < vocabulary; ++v) {
            const float gradient = exponential(widen(row[v]) - normaliser) - share;
            bias_gradient[v] += gradient;
            row[v] = round_to_even(gradient);
        }
        bias_gradient[gold[r]] -= kept;
        row[gold[r]] = round_to_even(right);
    }
}
