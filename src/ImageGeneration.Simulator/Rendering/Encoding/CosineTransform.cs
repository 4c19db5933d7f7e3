namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>The cosine transform of eight by eight values (Arai, Agui, Nakajima); scaling is left to the quantiser.</summary>
internal static class CosineTransform
{
    public static void Forward(Span<float> block)
    {
        for (var row = 0; row < 64; row += 8)
        {
            Line(block, row, 1);
        }

        for (var column = 0; column < 8; column++)
        {
            Line(block, column, 8);
        }
    }

    private static void Line(Span<float> data, int start, int step)
    {
        ref float Value(Span<float> values, int index) => ref values[start + (index * step)];
        float sum07 = Value(data, 0) + Value(data, 7), difference07 = Value(data, 0) - Value(data, 7);
        float sum16 = Value(data, 1) + Value(data, 6), difference16 = Value(data, 1) - Value(data, 6);
        float sum25 = Value(data, 2) + Value(data, 5), difference25 = Value(data, 2) - Value(data, 5);
        float sum34 = Value(data, 3) + Value(data, 4), difference34 = Value(data, 3) - Value(data, 4);

        float even0 = sum07 + sum34, even3 = sum07 - sum34, even1 = sum16 + sum25, even2 = sum16 - sum25;
        Value(data, 0) = even0 + even1;
        Value(data, 4) = even0 - even1;
        var turned = (even2 + even3) * 0.707106781f;
        Value(data, 2) = even3 + turned;
        Value(data, 6) = even3 - turned;

        float odd0 = difference34 + difference25, odd1 = difference25 + difference16, odd2 = difference16 + difference07;
        var z5 = (odd0 - odd2) * 0.382683433f;
        var z2 = (0.541196100f * odd0) + z5;
        var z4 = (1.306562965f * odd2) + z5;
        var z3 = odd1 * 0.707106781f;
        float z11 = difference07 + z3, z13 = difference07 - z3;
        Value(data, 5) = z13 + z2;
        Value(data, 3) = z13 - z2;
        Value(data, 1) = z11 + z4;
        Value(data, 7) = z11 - z4;
    }
}
