//! Addressed random draws: a uniform is a function of (seed, process name, counter), not of history.
//!
//! Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11)
//! is keyed by the seed and a stable process name; the four counter words say whose draw it is:
//! by habit (replication, entity, entity or ordinal, draw). No draw can shift another, whatever an
//! alternative adds or leaves out, so alternatives share their applicants, jobs and dates.

use std::convert::Infallible;

use rand::TryRng;

const MULTIPLIER_0: u32 = 0xD251_1F53;
const MULTIPLIER_1: u32 = 0xCD9E_8D57;
const WEYL_0: u32 = 0x9E37_79B9;
const WEYL_1: u32 = 0xBB67_AE85;

/// One source of random draws with a name: all its draws can be asked for in any order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process {
    key: [u32; 2],
}

impl Process {
    /// The process called `name` (stable ASCII) of the study with this seed.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        let hash = mix(name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        }));
        let key = seed ^ hash;
        Self { key: [key as u32, (key >> 32) as u32] }
    }

    /// A process of its own for the entity at `counter`, such as the jobs of one award.
    #[must_use]
    pub fn child(&self, counter: [u32; 4]) -> Self {
        let [a, b, _, _] = self.block(counter);
        Self { key: [a, b] }
    }

    /// The 128 random bits at `counter`.
    #[must_use]
    #[inline]
    pub fn block(&self, counter: [u32; 4]) -> [u32; 4] {
        philox4x32_10(counter, self.key)
    }

    /// The largest uniform that there is: half a step of 2⁻⁵² below 1.
    pub const LARGEST_UNIFORM: f64 = 1.0 - 0.5 / (1_u64 << 52) as f64;

    /// The uniform at `counter`, strictly between 0 and 1.
    #[must_use]
    #[inline]
    pub fn uniform(&self, counter: [u32; 4]) -> f64 {
        self.pair(counter).0
    }

    /// Two independent uniforms at `counter`, for the price of one; the first is [`Self::uniform`].
    #[must_use]
    #[inline]
    pub fn pair(&self, counter: [u32; 4]) -> (f64, f64) {
        uniforms(self.block(counter))
    }

    /// The pairs at two counters; they are worked out side by side, which takes less time than one after the other.
    #[must_use]
    #[inline]
    pub fn two_pairs(&self, counters: [[u32; 4]; 2]) -> [(f64, f64); 2] {
        philox4x32_10_of(counters, self.key).map(uniforms)
    }

    /// The draws from `counter` on as a generator of the `rand` crate; its last counter word counts.
    #[must_use]
    pub fn sequence(&self, [replication, entity, ordinal]: [u32; 3]) -> Sequence {
        Sequence { process: *self, counter: [replication, entity, ordinal, 0], spare: None }
    }
}

/// A [`Process`] read in order from one address, for samplers written against the `rand` traits.
#[derive(Clone, Debug)]
pub struct Sequence {
    process: Process,
    counter: [u32; 4],
    spare: Option<u64>,
}

impl TryRng for Sequence {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        if let Some(bits) = self.spare.take() {
            return Ok(bits);
        }
        let [a, b, c, d] = self.process.block(self.counter);
        self.counter[3] = self.counter[3].wrapping_add(1);
        self.spare = Some((u64::from(d) << 32) | u64::from(c));
        Ok((u64::from(b) << 32) | u64::from(a))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// The two uniforms of a block.
#[inline]
fn uniforms([a, b, c, d]: [u32; 4]) -> (f64, f64) {
    let joined = |low: u32, high: u32| (u64::from(high) << 32) | u64::from(low);
    (open_unit(joined(a, b)), open_unit(joined(c, d)))
}

/// The middle of one of 2⁵² equal cells: never 0, never 1.
#[inline]
fn open_unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[inline]
fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [block] = philox4x32_10_of([counter], key);
    block
}

/// The blocks at several counters, round by round, so that none waits for the multiplications of another.
#[inline]
fn philox4x32_10_of<const N: usize>(
    mut counters: [[u32; 4]; N],
    mut key: [u32; 2],
) -> [[u32; 4]; N] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(WEYL_0), key[1].wrapping_add(WEYL_1)];
        }
        for counter in &mut counters {
            let product_0 = u64::from(MULTIPLIER_0) * u64::from(counter[0]);
            let product_1 = u64::from(MULTIPLIER_1) * u64::from(counter[2]);
            *counter = [
                (product_1 >> 32) as u32 ^ counter[1] ^ key[0],
                product_1 as u32,
                (product_0 >> 32) as u32 ^ counter[3] ^ key[1],
                product_0 as u32,
            ];
        }
    }
    counters
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    /// The known-answer vectors that Random123 publishes (`kat_vectors`, philox4x32 10).
    #[test]
    fn known_answers_of_random123() {
        assert_eq!(
            philox4x32_10([0; 4], [0; 2]),
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
        );
        assert_eq!(
            philox4x32_10([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox4x32_10(
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0]
            ),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn uniforms_stay_inside_the_open_unit_interval() {
        assert!(open_unit(0) > 0.0);
        assert!(open_unit(u64::MAX) < 1.0);
    }

    #[test]
    fn two_pairs_are_the_pairs_of_their_counters() {
        let process = Process::new(5, "pairs");
        let (one, other) = ([1, 2, 3, 0], [1, 2, 3, u32::MAX]);
        assert_eq!(process.two_pairs([one, other]), [process.pair(one), process.pair(other)]);
    }

    #[test]
    fn names_and_seeds_separate_processes() {
        let at = [1, 2, 3, 4];
        let one = Process::new(1, "a").block(at);
        assert_ne!(one, Process::new(2, "a").block(at));
        assert_ne!(one, Process::new(1, "b").block(at));
        assert_eq!(one, Process::new(1, "a").block(at));
        assert_ne!(Process::new(1, "a").child(at).block(at), one);
    }

    #[test]
    fn a_sequence_reads_the_same_blocks() {
        let process = Process::new(5, "sequence");
        let [a, b, c, d] = process.block([1, 2, 3, 0]);
        let mut sequence = process.sequence([1, 2, 3]);
        assert_eq!(sequence.next_u64(), (u64::from(b) << 32) | u64::from(a));
        assert_eq!(sequence.next_u64(), (u64::from(d) << 32) | u64::from(c));
        assert_eq!(sequence.next_u64() as u32, process.block([1, 2, 3, 1])[0]);
    }

    /// Mean and variance of uniforms across entities: |z| ≤ 4 with a million draws.
    #[test]
    fn uniforms_across_addresses_are_uniform() {
        let process = Process::new(11, "uniformity");
        let n = 1_000_000_u32;
        let (mut sum, mut squares, mut lagged, mut before) = (0.0, 0.0, 0.0, 0.5);
        for entity in 0..n {
            let u = process.uniform([0, entity, 0, 0]);
            sum += u - 0.5;
            squares += (u - 0.5) * (u - 0.5) - 1.0 / 12.0;
            lagged += (u - 0.5) * (before - 0.5);
            before = u;
        }
        let n = f64::from(n);
        assert!((sum / (n / 12.0).sqrt()).abs() < 4.0);
        assert!((squares / (n / 180.0).sqrt()).abs() < 4.0);
        assert!((lagged / (n / 144.0).sqrt()).abs() < 4.0);
    }
}
