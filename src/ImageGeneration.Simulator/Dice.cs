namespace ImageGeneration.Simulator;

/// <summary>The simulator's source of chance: repeatable when it is seeded.</summary>
internal sealed class Dice(int? seed)
{
    private readonly Random _random = seed is { } value ? new Random(value) : Random.Shared;
    private readonly Lock _gate = new();

    public double NextDouble()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }

    public int Next(int below)
    {
        lock (_gate)
        {
            return _random.Next(below);
        }
    }

    public string Word(string alphabet, int length)
    {
        lock (_gate)
        {
            return new string(_random.GetItems<char>(alphabet, length));
        }
    }

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_gate)
        {
            _random.NextBytes(bytes);
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
