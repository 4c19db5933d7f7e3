namespace ImageGeneration.Jobs;

/// <summary>Represents a binary heap by due time in which each element knows its index, so that any of them is removed in logarithmic
/// time.</summary>
/// <remarks><see cref="PriorityQueue{TElement,TPriority}"/> finds an element only by a linear search.</remarks>
internal sealed class DueHeap
{
    private ScheduledRead[] _reads = new ScheduledRead[16];

    public int Count { get; private set; }

    public ScheduledRead? First => Count > 0 ? _reads[0] : null;

    public void Add(ScheduledRead read)
    {
        if (Count == _reads.Length)
        {
            Array.Resize(ref _reads, Count * 2);
        }

        MoveUp(read, Count++);
    }

    /// <returns><see langword="true"/> if the read was in the heap.</returns>
    public bool Remove(ScheduledRead read)
    {
        var index = read.Index;
        if (index < 0)
        {
            return false;
        }

        read.Index = -1;
        var last = _reads[--Count];
        _reads[Count] = null!;
        if (last == read)
        {
            return true;
        }

        if (index > 0 && last.Due < _reads[(index - 1) / 2].Due)
        {
            MoveUp(last, index);
        }
        else
        {
            MoveDown(last, index);
        }

        return true;
    }

    private void MoveUp(ScheduledRead read, int index)
    {
        for (; index > 0 && read.Due < _reads[(index - 1) / 2].Due; index = (index - 1) / 2)
        {
            Put(_reads[(index - 1) / 2], index);
        }

        Put(read, index);
    }

    private void MoveDown(ScheduledRead read, int index)
    {
        for (var child = (2 * index) + 1; child < Count; index = child, child = (2 * index) + 1)
        {
            if (child + 1 < Count && _reads[child + 1].Due < _reads[child].Due)
            {
                child++;
            }

            if (read.Due <= _reads[child].Due)
            {
                break;
            }

            Put(_reads[child], index);
        }

        Put(read, index);
    }

    private void Put(ScheduledRead read, int index)
    {
        _reads[index] = read;
        read.Index = index;
    }
}
