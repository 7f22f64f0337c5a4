using System.Buffers.Binary;

namespace AdaptiveProvider.Models.Tests.Weights;

/// <summary>Seeded changes to a binary file: flipped bits, other bytes, cuts, insertions, extreme lengths in front.</summary>
internal static class ByteMutation
{
    private static readonly ulong[] Lengths = [0, 1, 2, 7, 8, 255, 1 << 16, 100_000_000, 100_000_001, int.MaxValue, uint.MaxValue, long.MaxValue, (ulong)long.MaxValue + 1, ulong.MaxValue - 7, ulong.MaxValue];

    /// <summary>One to four changes, most of them within the first bytes.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> file, int interestingLength, Random random)
    {
        List<byte> bytes = [.. file];
        for (int change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            int position = random.Next(random.Next(10) == 0 ? bytes.Count : Math.Min(bytes.Count, interestingLength));
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 4:
                    bytes[position] = (byte)"0123456789[]{}\",:-"[random.Next(18)];
                    break;
                case 5:
                    bytes.RemoveRange(position, Math.Min(random.Next(1, 20), bytes.Count - position));
                    break;
                case 6:
                    bytes.InsertRange(position, new byte[random.Next(1, 20)]);
                    break;
                default:
                    bytes = random.Next(2) == 0 ? bytes[..position] : WithLength(bytes, random);
                    break;
            }
        }

        return [.. bytes];
    }

    private static List<byte> WithLength(List<byte> bytes, Random random)
    {
        byte[] length = new byte[8];
        ulong value = random.Next(2) == 0 ? Lengths[random.Next(Lengths.Length)] : (ulong)random.Next(bytes.Count + 20);
        BinaryPrimitives.WriteUInt64LittleEndian(length, value);
        return [.. length, .. bytes.Skip(8)];
    }
}
