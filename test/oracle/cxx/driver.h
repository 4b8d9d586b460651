/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the C++ cases of the oracle share: the lock, the unknown functions and a guard. The same text is scanned by
 * devlock and compiled natively, with the monitor (monitor.c) behind the functions.
 */
typedef unsigned char BOOLEAN;
struct EXT {
    unsigned mode;
    BOOLEAN busy;
};

extern "C" {
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Note(unsigned Value);
void Look(EXT *Ext);
}

inline void *operator new(__SIZE_TYPE__, void *where) noexcept
{
    return where;
}

class Guard
{
  public:
    explicit Guard(EXT *Ext) : m_ext(Ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    ~Guard()
    {
        VideoPortReleaseDeviceLock(m_ext);
    }
    unsigned Value() const
    {
        return m_ext->mode;
    }
    bool Busy() const
    {
        return m_ext->busy != 0;
    }
    Guard(const Guard &) = delete;
    Guard &operator=(const Guard &) = delete;

  private:
    EXT *m_ext;
};
