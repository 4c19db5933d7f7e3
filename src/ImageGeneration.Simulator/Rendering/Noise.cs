using System.Runtime.CompilerServices;

namespace ImageGeneration.Simulator.Rendering;

/// <summary>A tile of cloud-like noise that repeats without a seam, made once; a look-up costs a few nanoseconds.</summary>
internal static class Noise
{
    private const int Size = 256;
    private const int Mask = Size - 1;
    private static readonly float[] Tile = CreateTile();

    /// <summary>The tile at a whole position, 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Raw(int x, int y) => Tile[((y & Mask) * Size) + (x & Mask)];

    /// <summary>The tile between its points, 0 to 1.</summary>
    public static float At(float x, float y)
    {
        var left = (int)MathF.Floor(x);
        var top = (int)MathF.Floor(y);
        var (right, down) = (x - left, y - top);
        var above = Raw(left, top) + ((Raw(left + 1, top) - Raw(left, top)) * right);
        var below = Raw(left, top + 1) + ((Raw(left + 1, top + 1) - Raw(left, top + 1)) * right);
        return above + ((below - above) * down);
    }

    /// <summary>Grain without any pattern, 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Grain(int x, int y)
    {
        var hash = ((uint)x * 0x9E3779B1u) ^ ((uint)y * 0x85EBCA77u);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        return ((hash ^ (hash >> 12)) & 0xFFFF) / 65536f;
    }

    private static float[] CreateTile()
    {
        var tile = new float[Size * Size];
        var amplitude = 1f;
        for (var cells = 4; cells <= 128; cells *= 2, amplitude *= 0.52f)
        {
            AddOctave(tile, cells, amplitude);
        }

        var (low, high) = (tile.Min(), tile.Max());
        for (var i = 0; i < tile.Length; i++)
        {
            tile[i] = (tile[i] - low) / (high - low);
        }

        return tile;
    }

    private static void AddOctave(float[] tile, int cells, float amplitude)
    {
        var chance = new Chance((ulong)cells * 7919);
        var lattice = new float[cells * cells];
        for (var i = 0; i < lattice.Length; i++)
        {
            lattice[i] = chance.Next();
        }

        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                float fx = x * cells / (float)Size, fy = y * cells / (float)Size;
                int cx = (int)fx, cy = (int)fy;
                float sx = Smooth(fx - cx), sy = Smooth(fy - cy);
                int nx = (cx + 1) % cells, ny = (cy + 1) % cells;
                var above = lattice[(cy * cells) + cx] + ((lattice[(cy * cells) + nx] - lattice[(cy * cells) + cx]) * sx);
                var below = lattice[(ny * cells) + cx] + ((lattice[(ny * cells) + nx] - lattice[(ny * cells) + cx]) * sx);
                tile[(y * Size) + x] += amplitude * (above + ((below - above) * sy));
            }
        }
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));
}
